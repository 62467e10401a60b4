// Loaded into the real command before its own code (node --import): kills it once Vault has answered a write to a path.
import { subscribe } from 'node:diagnostics_channel';

const path = process.env.KILL_AFTER_WRITE;
// For this process alone.
delete process.env.KILL_AFTER_WRITE;
delete process.env.NODE_OPTIONS;

subscribe('http.client.response.finish', ({ request }) => {
  if (request.method === 'PUT' && request.path === path) process.kill(process.pid, 'SIGKILL');
});
