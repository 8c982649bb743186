/** The host names of ePay, as its documents and its own code print them. */
export interface BankHost {
  name: string
  stage: 'test' | 'preproduction' | 'production'
  serves: 'token' | 'API' | 'page'
}

const row = (stage: BankHost['stage'], serves: BankHost['serves'], name: string): BankHost => ({
  name,
  stage,
  serves,
})

export const bankHosts: BankHost[] = [
  row('test', 'token', 'testoauth.homebank.kz'),
  row('test', 'API', 'testepay.homebank.kz'),
  row('test', 'page', 'test-epay.homebank.kz'),
  row('test', 'token', 'test-epay-oauth.epayment.kz'),
  row('test', 'API', 'test-epay-api.epayment.kz'),
  row('test', 'page', 'test-epay.epayment.kz'),
  row('preproduction', 'token', 'preprod-epay-oauth.epayment.kz'),
  row('preproduction', 'API', 'preprod-epay-api.epayment.kz'),
  row('preproduction', 'API', 'epay-api-staging.homebank.kz'),
  row('production', 'token', 'epay-oauth.homebank.kz'),
  row('production', 'API', 'epay-api.homebank.kz'),
  row('production', 'page', 'epay.homebank.kz'),
]

const servedBy = new Map(bankHosts.map(({ name, serves }) => [name, serves]))

/** What a host of the bank serves; nothing when it is none of them. */
export const servesOf = (name: string): BankHost['serves'] | undefined => servedBy.get(name)

/** Everything under these names is the bank's, whether it is in the table or not. */
export const bankDomains = ['homebank.kz', 'epayment.kz', 'halykbank.kz', 'halykbank.com']

/** A host name is written in any letters, and may end with the dot of the root. */
const plain = (name: string) => name.toLowerCase().replace(/\.$/, '')

export const isBankHost = (name: string): boolean =>
  bankDomains.some((domain) => plain(name) === domain || plain(name).endsWith(`.${domain}`))

const sites = new Set(bankDomains.flatMap((domain) => [domain, `www.${domain}`]))

/** A service of the bank; the domains themselves, and www. right before them, are sites to read. */
export const isBankName = (name: string): boolean => isBankHost(name) && !sites.has(plain(name))

/** A host of the bank whose name says that no money is real there; a staging host does not say so. */
export const isTestHost = (name: string): boolean => isBankHost(name) && /^(test|preprod)/.test(plain(name))
