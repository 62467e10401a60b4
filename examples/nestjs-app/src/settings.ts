/** What the environment says: where things are, and no secret. */
export const settings = {
  port: Number(process.env['PORT'] ?? 3000),
  database: {
    host: needed('DATABASE_HOST'),
    port: Number(process.env['DATABASE_PORT'] ?? 5432),
    name: needed('DATABASE_NAME'),
    caFile: needed('DATABASE_CA_FILE'),
  },
  vault: {
    /** One address, or those of several nodes with commas between them. */
    address: needed('VAULT_ADDR').split(','),
    caFile: needed('VAULT_CACERT'),
  },
  /** The folder with `role-id` and `wrapped-secret-id`, which whoever hands them over writes. */
  handOverFolder: process.env['HAND_OVER_FOLDER'] ?? '',
} as const;

function needed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}
