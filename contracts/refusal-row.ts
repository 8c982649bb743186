/**
 * One no of the bank. `code` is what the API prints, -1 where no
 * table gives one (the sample of the saved-card page); `error` is the OAuth word of the token endpoint (assumed).
 */
export interface RefusalRow {
  status: 400 | 401 | 403 | 404
  code: number
  error: string
  message: string
  fix: string
}

export const row = (
  status: RefusalRow['status'],
  error: string,
  message: string,
  fix: string,
  code = -1,
): RefusalRow => ({ status, code, error, message, fix })
