/** The search of test/leaks, for the end-to-end tests. */
export { filesUnder } from '../../leaks/search/files';
export { findSecrets, type Place } from '../../leaks/search/find-secrets';
