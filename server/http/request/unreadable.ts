/** An error that tells anyone who sent the request what to do about it. */
export const unreadable = (message: string, statusCode = 400) =>
  Object.assign(new Error(message), { statusCode })
