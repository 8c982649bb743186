// Every load defines window.halyk anew: shops delete it and load the script again between two payments.
window.halyk = ((LZString) => {
  var src = scriptSrc()
  var pageUrL = src.replace(/[?#].*$/, '').replace(/[^/]*$/, '')
  // `payment-api.js?strip=0`: a demonstration without the sandbox's strip.
  var strip = /[?&](strip=[^&#]*)/.exec(src)?.[1]
  var origin = /^https?:\/\/[^/]+/.exec(pageUrL)?.[0]
  if (!origin)
    throw new Error(
      `payment-api.js cannot tell its server from ${src.slice(0, 80)}: load it by http or https`,
    )

  return {
    pay: pay,
    cardverification: pay,
    showPaymentWidget: showPaymentWidget,
    p2p: redirectWith('&isTransfer=true'),
    aft: redirectWith('&isAFT=true'),
    oct: redirectWith('&isOCT=true'),
    Config: Config,
  }

  function pay(params) {
    var invoiceId = invoiceIdOf(params)
    window.location.href = pageFor(params) + (invoiceId ? `&oid=${encodeURIComponent(invoiceId)}` : '')
  }

  function redirectWith(suffix) {
    return (params) => {
      window.location.href = pageFor(params) + suffix
    }
  }

  function showPaymentWidget(params, cb) {
    // Asking the document, not a flag, lets a shop that removed the overlay itself open another one.
    if (document.querySelector('.widgetScreen')) return
    var widget = buildWidget(`${pageFor(params)}&isShortForm=true`)

    function onMessage(event) {
      if (String(event.origin).indexOf(origin) !== 0) return
      if (event.source !== widget.iframe.contentWindow) return
      var outcome = parseOutcome(event.data)
      // The frame tells of Esc too: keys that are pressed in it are not heard outside.
      if (!outcome || (outcome.closed && !widgetCloses)) return
      close(outcome.success === true)
    }

    function onKey(event) {
      if (event.key === 'Escape') close(false)
    }

    function close(success) {
      window.removeEventListener('message', onMessage)
      document.removeEventListener('keydown', onKey)
      widget.screen.remove()
      if (typeof cb === 'function') cb({ success: success })
    }

    window.addEventListener('message', onMessage)
    if (widgetCloses) {
      document.addEventListener('keydown', onKey)
      widget.box.appendChild(closeButton(() => close(false)))
    }
    document.body.appendChild(widget.screen)
  }

  function Config() {
    return {
      pageUrL: pageUrL,
      origin: origin,
      TokenAPIConfig: { url: pageUrL.replace(/[^/]+\/$/, 'oauth2/token'), clientId: 'test' },
    }
  }

  function pageFor(params) {
    const packed = LZString.compressToEncodedURIComponent(encodeParams(params))
    return `${pageUrL}?params=${packed}${strip ? `&${strip}` : ''}`
  }

  // The payment page reads exactly this form: keys stay as they are, a nested object is encoded twice.
  function encodeParams(value) {
    if (value === null || value === undefined) return ''
    if (typeof value !== 'object') return String(value)
    var pairs = []
    for (var key of Object.keys(value)) {
      if (key) pairs.push(`${key}=${encodeURIComponent(encodeParams(value[key]))}`)
    }
    return pairs.join('&')
  }

  function invoiceIdOf(params) {
    var key = Object.keys(Object(params)).find((name) => name.toLowerCase() === 'invoiceid')
    return key ? encodeParams(params[key]) : ''
  }

  function parseOutcome(data) {
    var outcome
    if (typeof data !== 'string') return null
    try {
      outcome = JSON.parse(data)
      return typeof outcome === 'object' ? outcome : null
    } catch (_error) {
      return null
    }
  }

  // Styles are set one by one, because a shop's content security policy may forbid style attributes.
  function buildWidget(url) {
    var screen = element('div', 'widgetScreen', {
      position: 'fixed',
      top: '0',
      left: '0',
      width: '100%',
      height: '100%',
      zIndex: '1000',
      display: 'flex',
      alignItems: 'center',
      justifyContent: 'center',
      background: 'rgba(0, 0, 0, 0.6)',
    })
    var box = element('div', 'iframeBox', {
      display: 'flex',
      flexDirection: 'column',
      width: '400px',
      maxWidth: '100%',
    })
    var holder = element('div', 'iframeHolder', {
      background: '#fff',
      borderRadius: '8px',
      overflow: 'hidden',
    })
    var iframe = element('iframe', 'iframeClass', {
      display: 'block',
      width: '100%',
      height: '85vh',
      border: '0',
    })
    iframe.title = 'ePay'
    iframe.src = url
    holder.appendChild(iframe)
    box.appendChild(holder)
    screen.appendChild(box)
    return { screen: screen, box: box, iframe: iframe }
  }

  function closeButton(press) {
    var button = element('button', 'widgetClose', {
      order: '-1',
      alignSelf: 'flex-end',
      margin: '0 0 8px',
      width: '36px',
      height: '36px',
      border: '0',
      borderRadius: '18px',
      background: '#fff',
      color: '#222',
      font: '20px/1 sans-serif',
      cursor: 'pointer',
    })
    button.type = 'button'
    button.textContent = '×'
    button.setAttribute('aria-label', 'Закрыть / Жабу / Close')
    button.addEventListener('click', press)
    return button
  }

  function element(tag, className, style) {
    var made = document.createElement(tag)
    made.className = className
    Object.assign(made.style, style)
    return made
  }

  function scriptSrc() {
    var src = document.currentScript?.src
    // Bundled into a script of the shop's, it would take the shop for the bank.
    return src && isOwn(src) ? src : lastPaymentApiSrc()
  }

  function isOwn(src) {
    return /payment-api[^/?#]*\.js([?#]|$)/.test(src)
  }

  // A loader that evaluates the text leaves no current script, but its tag is still in the document.
  function lastPaymentApiSrc() {
    var sources = Array.from(document.getElementsByTagName('script'), (script) => script.src)
    var src = sources.filter(isOwn).pop()
    if (src) return src
    throw new Error('payment-api.js must be loaded by a script tag whose src ends with payment-api.js')
  }
})(LZString)
