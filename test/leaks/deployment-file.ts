/** The file of a deployment that secrets are followed through. */
export function deploymentFile(deployment: string): string {
  return `test/leaks/deployments/${deployment}.ts`;
}
