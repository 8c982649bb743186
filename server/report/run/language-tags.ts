import type { Language } from '../../../contracts/language.ts'

export const languageTags: Record<Language, string> = { eng: 'en', rus: 'ru', kaz: 'kk' }
