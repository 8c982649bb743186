/**
 * The server could not come up, or not stay up: exit code 3. Apart from main.ts, so that no other command loads the
 * server.
 */
export class StartError extends Error {}
