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

/** A name below one of the bank's two domains; the domains themselves and www. are sites to read. */
export const isBankName = (name: string): boolean => /^(?!www\.).+\.(homebank|epayment)\.kz$/.test(name)
