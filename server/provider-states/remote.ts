import { type Ask, bodyOf, headersOf } from './ask.ts'

/** One workspace of a running sandbox. */
export interface Place {
  url: string
  workspace?: string
  /** The control token. */
  token?: string
}

export const askAt =
  ({ url, workspace, token }: Place): Ask =>
  async (method, path, sent = {}) => {
    const prefix = workspace ? `/w/${workspace}` : ''
    const own = token && path.startsWith('/_sandbox') ? { authorization: `Bearer ${token}` } : {}
    const body = bodyOf(sent)
    const answer = await fetch(`${url.replace(/\/$/, '')}${prefix}${path}`, {
      method,
      headers: { ...own, ...headersOf(sent) },
      redirect: 'manual',
      ...(body === undefined ? {} : { body }),
    })
    return { status: answer.status, text: await answer.text() }
  }
