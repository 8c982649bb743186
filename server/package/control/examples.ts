import type { ControlExamples } from '../../../contracts/control/example.ts'
import { createSandbox, type Sandbox } from '../../sandbox.ts'
import { again } from '../story/books.ts'
import { instalments } from '../story/instalments.ts'
import { links } from '../story/links-and-cards.ts'
import { card, charge, order, tokens } from '../story/payments.ts'
import { openRecorder, twoStages } from '../story/recorder.ts'
import { books, evidence, stories, tables } from './reading.ts'
import { openControlRecorder } from './recorder.ts'
import { backAgain, payments, postlinks, rules, time, worlds } from './steering.ts'

/** A shop pays, holds, asks for links and subscriptions: what there is to look at. */
const bankStory = async (sandbox: Sandbox) => {
  const recorder = openRecorder(sandbox)
  const given = tokens(sandbox, recorder)
  const { terminalId } = sandbox.credentials
  const pay = async (invoiceId: string, terminal = terminalId) => {
    const token = await given.pay(invoiceId, { terminal })
    const body = { ...order(invoiceId), ...card(0), terminalId: terminal }
    return (await charge(recorder, token, 'paid', 'paid', body)).id
  }
  const paid = await pay('000000101')
  const held: [string, string] = [await pay('000000104', twoStages), await pay('000000105', twoStages)]
  await links(sandbox, recorder, await given.service())
  await again(recorder, given, terminalId)
  await instalments(sandbox, recorder, given)
  return { paid, held }
}

/** Every call of the control API, answered by a sandbox: the same seed and clock answer word for word again. */
export const controlExamples = async (): Promise<ControlExamples> => {
  const sandbox = await createSandbox({
    seed: 'story',
    clock: '2025-02-12T09:42:51+05:00',
    journal: 'memory',
  })
  try {
    const { examples, ask } = openControlRecorder(sandbox)
    const { paid, held } = await bankStory(sandbox)
    await tables(ask)
    await payments(ask, paid, held)
    await postlinks(ask)
    await rules(ask)
    await books(ask)
    await time(ask)
    await worlds(ask)
    await evidence(ask)
    await stories(ask)
    await backAgain(ask)
    return examples
  } finally {
    await sandbox.close()
  }
}
