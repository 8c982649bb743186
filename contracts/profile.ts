import type { Static } from 'typebox'
import type { Terminal } from './merchant.ts'
import { observed, Text, Type } from './schema.ts'

const sdk = observed(['ios-sdk', 'android-sdk'], 'read at their start')
export const merchantId = '00000000-0000-4000-8000-0000000000aa'

/** `GET terminals/{uuid}`. */
export const TerminalAnswer = Type.Object(
  {
    id: Type.String(sdk),
    terminalId: Type.String({ description: 'The short number.', ...sdk }),
    singleMessageScheme: Type.Boolean({ description: 'true: one stage; false: two stages.', ...sdk }),
    shop: Type.Object(
      {
        id: Type.String(sdk),
        name: Type.String(sdk),
        url: Type.String(sdk),
        merchant: Type.Object(
          {
            id: Type.String(sdk),
            tradeName: Type.String(sdk),
            companyName: Type.String(sdk),
            description: Type.String(sdk),
            phone: Type.String(sdk),
          },
          sdk,
        ),
      },
      sdk,
    ),
  },
  { additionalProperties: false },
)

export const toTerminalAnswer = ({
  id,
  number,
  shop,
  shopId = id,
  singleMessageScheme,
}: Terminal): Static<typeof TerminalAnswer> => ({
  id,
  terminalId: number,
  singleMessageScheme,
  shop: {
    id: shopId,
    name: shop,
    url: 'https://shop.example',
    merchant: { id: merchantId, tradeName: shop, companyName: shop, description: shop, phone: '77770000000' },
  },
})

export const PublicProfileRequest = Type.Object({
  failureLink: Type.Optional(Text(2048, sdk)),
  postLink: Type.Optional(Text(2048, sdk)),
})

export type PublicProfileRequest = Static<typeof PublicProfileRequest>

/** `POST public-profile`: the card, and what the terminal has beside it. */
export const PublicProfileAnswer = Type.Object(
  {
    assets: Type.Object({}, { ...sdk, additionalProperties: true }),
    QR: Type.String({
      description: 'The text of a code to scan, polled with GET qr; empty when the terminal has none.',
      ...sdk,
    }),
    homebankLink: Type.String(sdk),
    onlinebankLink: Type.String(sdk),
  },
  { additionalProperties: false },
)

const offered = ({ wallets = [], instalments = false, qr = false }: Terminal) => ({
  logo: false,
  additionalInfo: false,
  byCard: true,
  byHalykID: wallets.includes('halykId'),
  byPayByHBCredit: instalments,
  byApplePay: wallets.includes('applePay'),
  bySamsungPay: wallets.includes('samsungPay'),
  byGooglePay: wallets.includes('googlePay'),
  byMasterPass: wallets.includes('masterPass'),
  byGoBonuses: false,
  byQR: qr,
  userContactsByEmail: false,
  userContactsAll: false,
  attemptsInfo: true,
  payerName: true,
})

/** Without a link there is no code: the token only asks, has paid, or its terminal has none. */
export const toPublicProfile = (terminal: Terminal, link = '') => ({
  assets: {
    shop_name: terminal.shop,
    logo_url: '',
    lang: 'ru',
    email: 'shop@shop.example',
    phone: '77770000000',
    color_scheme: {
      // A JSON text inside JSON: so the SDKs read it.
      bg: JSON.stringify({ color1: '#0B6B48', color2: '#0B6B48', gradient: '0' }),
      card_bg: '#FFFFFF',
      buttons: '#0B6B48',
      text: '#16241D',
      card_text: '#16241D',
    },
    logo: '',
    logo_file_name: '',
    payment_view_settings: offered(terminal),
    p2p_view_settings: {
      checkboxSaveCardSender: false,
      checkboxSaveCardReceiver: false,
      notificationByEmail: false,
    },
    payment_system_humo: false,
    payment_system_uzcard: false,
  },
  QR: link,
  homebankLink: link,
  onlinebankLink: link,
})
