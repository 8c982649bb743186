import { Option } from 'commander'
import { type Language, languageOf } from '../../contracts/language.ts'
import { UsageError } from '../errors.ts'

/** `--lang`, and EPAY_SANDBOX_LANG: of what people read; logs and JSON are English. */
export const languageOption = (): Option =>
  new Option('--lang <language>', 'of what people read: eng, rus or kaz (default: eng)')
    .env('EPAY_SANDBOX_LANG')
    .argParser((text): Language => {
      const known = languageOf(text)
      if (known === undefined) throw new UsageError(`--lang is "${text}", expected eng, rus or kaz`)
      return known
    })

export const languageWanted = (chosen: Language | undefined): Language => chosen ?? 'eng'
