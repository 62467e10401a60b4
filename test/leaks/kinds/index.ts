import { dockerKinds } from './docker';
import { fileKinds } from './files';
import type { Kind } from './kind';
import { printedKinds } from './printed';
import { processKinds } from './processes';

/** Every kind of place that is searched. One without a way to leak there on purpose is no kind. */
export const kinds: readonly Kind[] = [...fileKinds, ...dockerKinds, ...processKinds, ...printedKinds];
