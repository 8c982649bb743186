import type { RecordedPostlink, Story } from '../../contracts/recorded.ts'
import { createSandbox, type Sandbox } from '../sandbox.ts'
import { again, books, transfers } from './story/books.ts'
import { instalments } from './story/instalments.ts'
import { cards, codes, links, shopFacts } from './story/links-and-cards.ts'
import { asked, declined, held, paid, tokens } from './story/payments.ts'
import { openRecorder, type Recorder } from './story/recorder.ts'
import { wallets } from './story/wallets.ts'

const recordedPostlinks = async (sandbox: Sandbox, { neutral }: Recorder): Promise<RecordedPostlink[]> =>
  (await sandbox.postlinks()).map(({ kind, invoiceId, body }) => ({
    name: `order${invoiceId}`,
    summary: `a ${kind} postlink of order ${invoiceId}`,
    kind,
    value: JSON.parse(neutral(JSON.stringify(body))),
  }))

/** Plays the story on a sandbox of its own and writes it down: the same seed and clock tell it word for word again. */
export const playStory = async (): Promise<Story> => {
  const sandbox = await createSandbox({
    seed: 'story',
    clock: '2025-02-12T09:42:51+05:00',
    journal: 'memory',
  })
  try {
    const recorder = openRecorder(sandbox)
    const { terminalId } = sandbox.credentials
    const given = tokens(sandbox, recorder)
    const own = await paid(recorder, given, terminalId)
    await books(recorder, own)
    await declined(recorder, given, terminalId)
    await asked(sandbox, recorder, given)
    await held(recorder, given)
    await given.refused()
    await links(sandbox, recorder, own)
    await codes(recorder, given)
    await cards(sandbox, recorder, given, own)
    await shopFacts(recorder, own, terminalId)
    await again(recorder, given, terminalId)
    await transfers(recorder, given)
    await wallets(sandbox, recorder, given)
    await instalments(sandbox, recorder, given)
    return { calls: recorder.calls, postlinks: await recordedPostlinks(sandbox, recorder) }
  } finally {
    await sandbox.close()
  }
}
