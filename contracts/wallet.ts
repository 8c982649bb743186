import type { Static } from 'typebox'
import { Amount, assumed, Flag, observed, Text, Type } from './schema.ts'

const sdk = observed(['ios-sdk', 'android-sdk'])
const maybe = <S extends Parameters<typeof Type.Optional>[0]>(schema: S) => Type.Optional(schema)
const opaque = (options = {}) => maybe(Text(16_384, { secret: true, ...sdk, ...options }))

/** `PKPaymentToken.paymentData` as Apple gives it to the app. */
const ApplePay = Type.Object(
  {
    data: opaque({ description: 'Encrypted by Apple; here a token of the sandbox, as it is or in base64.' }),
    signature: opaque(),
    version: maybe(Text(32, sdk)),
    header: maybe(
      Type.Object(
        { ephemeralPublicKey: opaque(), publicKeyHash: opaque(), transactionId: opaque() },
        { expected: 'an object of texts', ...sdk },
      ),
    ),
  },
  { expected: 'the object paymentData of Apple Pay', ...sdk },
)

const opened = assumed(
  'the page on tokens the shop decrypts was not read to its end; the names are those of Google',
  'google-pay-page',
)

/** Both forms: passed on as Google encrypted it, or opened by the shop. */
const Version = Type.Number({ minimum: 0, maximum: 1000, expected: 'a number from 0 to 1000', ...sdk })

const GooglePay = Type.Object(
  {
    apiVersion: maybe(Version),
    apiVersionMinor: maybe(Version),
    paymentMethodData: maybe(
      Type.Object(
        {
          type: maybe(Text(32, sdk)),
          description: maybe(Text(255, sdk)),
          info: maybe(
            Type.Object(
              { cardDetails: maybe(Text(32, sdk)), cardNetwork: maybe(Text(32, sdk)) },
              { expected: 'an object of texts', ...sdk },
            ),
          ),
          tokenizationData: maybe(
            Type.Object(
              {
                type: maybe(Text(32, sdk)),
                token: opaque({ description: 'Encrypted by Google; here a token of the sandbox.' }),
              },
              { expected: 'an object with type and token', ...sdk },
            ),
          ),
        },
        { expected: 'the object paymentMethodData of Google Pay', ...sdk },
      ),
    ),
    paymentMethodDetails: maybe(
      Type.Object(
        {
          authMethod: maybe(Text(32, { description: 'PAN_ONLY or CRYPTOGRAM_3DS.', ...opened })),
          pan: maybe(Text(32, { secret: true, ...opened })),
          expirationMonth: maybe(Text(8, opened)),
          expirationYear: maybe(Text(8, opened)),
          cryptogram: maybe(Text(255, { secret: true, ...opened })),
          eciIndicator: maybe(Text(8, opened)),
        },
        { expected: 'an object with pan, expirationMonth and expirationYear', ...opened },
      ),
    ),
  },
  { expected: 'an object with paymentMethodData', ...sdk },
)

const SamsungPay = Type.Object(
  { data: opaque({ description: 'Encrypted by Samsung; here a token of the sandbox.' }) },
  { expected: 'an object {"data"}', ...sdk },
)

const Masterpass = Type.Object(
  {
    token: opaque({ description: 'As in masterpass/getCard; here a token of the sandbox.' }),
    merchantName: maybe(Text(128, sdk)),
    session: opaque(),
    isClientParticipation: maybe(Flag(sdk)),
    isVisible: maybe(Flag(sdk)),
    MasterPassAction: maybe(
      Type.Object(
        { SaveCard: maybe(Flag(sdk)), updateSaveCard: maybe(Flag(sdk)), recurring: maybe(Flag(sdk)) },
        { expected: 'an object of true and false', ...sdk },
      ),
    ),
  },
  { expected: 'an object with token', ...sdk },
)

/** What a request to payment/cryptopay has beside the cryptogram, or in its place, when a wallet pays. */
export const walletFields = {
  applePay: maybe(ApplePay),
  googlePay: maybe(GooglePay),
  samsungPay: maybe(SamsungPay),
  masterpass: maybe(Masterpass),
  osuvoxCardId: maybe(
    Text(64, { description: 'A card of HalykID: systemAttributeId of GET hb-cards.', ...sdk }),
  ),
  not3d: maybe(Flag({ description: 'The SDKs send false.', ...sdk })),
}

const sdkAnswer = { additionalProperties: false }

/** The body of `POST masterpass/getCard`: who pays with Masterpass asks for the card first. */
export const MasterpassRequest = Type.Object({
  Token: Text(4096, { minLength: 1, expected: 'the token of the wallet', secret: true, ...sdk }),
  Amount: maybe(Amount(sdk)),
  MerchantName: maybe(Text(128, sdk)),
  Session: opaque(),
  CurrencyCode: maybe(Text(8, sdk)),
  OriginalOrderId: maybe(Text(64, sdk)),
})
export type MasterpassRequest = Static<typeof MasterpassRequest>

const shape = assumed('the SDKs name the fields, not what stands in them', ['ios-sdk', 'android-sdk'])

export const MasterpassCard = Type.Object(
  {
    CardHolder: Type.String(sdk),
    PAN: Type.String({ description: 'A mask.', ...sdk }),
    ExpMonth: Type.String(sdk),
    ExpYear: Type.String(sdk),
    Success: Type.Boolean(sdk),
    ErrCode: Type.String(shape),
    ErrMessage: Type.String(shape),
    WID: Type.String(shape),
  },
  sdkAnswer,
)
export type MasterpassCard = Static<typeof MasterpassCard>

/** Who signs in to HalykID shows it by a token of the bank's own app. */
export const HomebankHeaders = Type.Object({
  'x-homebank-auth': maybe(
    Text(8192, { description: 'Bearer and the token of HalykID; here any text.', secret: true, ...sdk }),
  ),
})

/** The query of `GET hb-cards`. */
export const HomebankQuery = Type.Object({
  invoiceId: maybe(Text(64, { description: 'The order number.', ...sdk })),
})

/** One card of the buyer in the bank's app. */
export const HomebankCard = Type.Object(
  {
    aliasName: Type.String(sdk),
    isHidden: Type.Boolean(sdk),
    systemAttributeId: Type.String({ description: 'For osuvoxCardId of payment/cryptopay.', ...sdk }),
    cardInfo: Type.Object(
      {
        ownerId: Type.String(sdk),
        cardMask: Type.String(sdk),
        iban: Type.String(sdk),
        isValid: Type.Boolean(sdk),
        currency: Type.String(sdk),
        currentBalance: Type.Number(sdk),
        cardType: Type.String(sdk),
        isMultiCurrency: Type.Boolean(sdk),
        isVirtual: Type.Boolean(sdk),
      },
      { ...sdkAnswer, ...sdk },
    ),
    limit: Type.Array(Type.Unknown(), { description: 'Empty: its rows are not known.', ...sdk }),
  },
  sdkAnswer,
)
export type HomebankCard = Static<typeof HomebankCard>
export const HomebankCards = Type.Array(HomebankCard, sdk)

/** The body of `POST payment/checkgobonus`. */
export const BonusRequest = Type.Object({
  cryptogram: Text(4096, {
    description: 'As in payment/cryptopay.',
    minLength: 1,
    expected: 'base64 text of the encrypted card',
    aliases: ['\u0441ryptogram'],
    secret: true,
    ...sdk,
  }),
})
export type BonusRequest = Static<typeof BonusRequest>

/** The query of `GET payment/bonus-by-iban`. */
export const IbanQuery = Type.Object({
  iban: maybe(Text(34, { description: 'iban of GET hb-cards.', ...sdk })),
  terminalId: maybe(Text(64, sdk)),
})

export const BonusAnswer = Type.Object(
  { goBonus: Type.Number({ description: 'In tenge.', ...sdk }) },
  sdkAnswer,
)
