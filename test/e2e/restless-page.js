/*
 * Runs in a page that rrweb's recorder watches: changes it at random, in ways that applications do, and notes what it then looks like. `look` also runs
 * in the player, on the recorded document.
 */

/** What a document is made of, as a person or a style could tell: tags, attributes, texts, input, rules, scroll, shadows and frames. */
globalThis.look = (root) => {
  const rules = (sheet) =>
    [...sheet.cssRules].map(({ cssText }) => cssText).filter((rule) => !/rrweb|rr-|sentry-block/.test(rule))
  const ofNode = (node) => {
    if (node.nodeType === 3) return node.data
    if (node.nodeType === 9) return [...node.childNodes].map(ofNode)
    if (node.nodeType !== 1) return null
    const attributes = [...node.attributes]
      .filter(({ name }) => !/^(style|value|checked)$/.test(name))
      .map(
        ({ name, value }) => `${name}=${name === 'class' ? value.replace(/ ?:hover|rrweb-paused/g, '').trim() : value}`,
      )
      .filter((attribute) => attribute !== 'class=')
      .toSorted()
    const style = [...node.style].map((name) => `${name}: ${node.style.getPropertyValue(name)}`).toSorted()
    return {
      tag: node.localName,
      ...(attributes.length > 0 && { attributes }),
      ...(style.length > 0 && { style }),
      ...('value' in node &&
        /^(input|textarea)$/.test(node.localName) && {
          value: node.type === 'checkbox' ? null : node.value,
          checked: node.checked ?? false,
        }),
      ...(node.scrollTop > 0 && { scrollTop: Math.round(node.scrollTop) }),
      ...(node.localName === 'style' && { rules: rules(node.sheet) }),
      ...(node.shadowRoot && { shadow: [...node.shadowRoot.childNodes].map(ofNode) }),
      ...(node.localName === 'iframe' && { document: node.contentDocument.body && ofNode(node.contentDocument.body) }),
      // Of a text area the value is compared; sheets by their rules.
      ...(!/^(style|textarea)$/.test(node.localName) && {
        inside: [...node.childNodes].map(ofNode).filter((child) => child !== '' && child !== null),
      }),
    }
  }
  const sheets = root.nodeType === 9 ? root : root.ownerDocument
  return JSON.stringify([ofNode(sheets.body), sheets.adoptedStyleSheets.map(rules)])
}

globalThis.livePage = async (seed, rounds) => {
  let state = seed
  const random = (end) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % end
  }
  const pick = (list) => list[random(list.length)]
  const events = []
  const rrweb = globalThis.rrweb
  rrweb.record({
    emit: (event) => events.push(JSON.parse(JSON.stringify(event))),
    maskAllInputs: false,
    maskAllText: false,
    recordCrossOriginIframes: false,
  })
  const { body } = document
  const roots = [body]
  let made = 0
  const inRoot = (root) => [...root.querySelectorAll('p, div, span, ul, li, b')]
  const anyOf = () => pick(inRoot(pick(roots)))
  const make = (owner) => {
    const node = owner.createElement(pick(['p', 'div', 'span', 'ul', 'li', 'b']))
    if (random(2)) node.append(`text ${made++}`)
    if (random(3) === 0) node.append(owner.createElement('b'), `more ${made++}`)
    if (random(3) === 0) node.className = `c${random(5)}`
    return node
  }
  const sheet = () => pick([...document.querySelectorAll('style')])
  const changes = {
    add() {
      const parent = anyOf() ?? body
      parent.insertBefore(make(parent.ownerDocument), pick([...parent.childNodes, null]))
    },
    addMany() {
      const parent = pick(roots)
      for (let more = random(5); more >= 0; more--) parent.prepend(make(parent.ownerDocument))
    },
    remove() {
      const node = anyOf()
      if (node && !node.shadowRoot && node.childNodes.length < 12) node.remove()
    },
    move() {
      const [node, parent] = [anyOf(), anyOf()]
      if (node && parent && !node.contains(parent) && node.getRootNode() === parent.getRootNode()) parent.prepend(node)
    },
    text() {
      const node = anyOf()
      if (node?.firstChild?.nodeType === 3) node.firstChild.data = `changed ${made++}`
    },
    attribute() {
      const node = anyOf()
      if (random(3) === 0) node?.removeAttribute('class')
      else node?.setAttribute(pick(['class', 'title', 'data-x']), `v${made++}`)
    },
    styles() {
      const node = anyOf()
      if (!node) return
      const kind = random(4)
      if (kind === 0) node.setAttribute('style', `color: rgb(${random(255)}, 0, 0); margin: ${random(9)}px`)
      else if (kind === 1) node.style.removeProperty(pick(['margin', 'margin-left', 'color']))
      else {
        const [name, value] = [pick(['margin-left', 'margin', 'color', 'top']), pick(['1px', '2px', 'red', 'blue'])]
        node.style.setProperty(name, value, pick(['', 'important']))
      }
    },
    rule() {
      const { sheet: rules } = sheet()
      if (random(3) === 0 && rules.cssRules.length > 1) rules.deleteRule(random(rules.cssRules.length))
      else rules.insertRule(`.c${random(5)} { top: ${made++}px; }`, random(rules.cssRules.length + 1))
    },
    declaration() {
      const rule = pick([...sheet().sheet.cssRules])
      rule?.style?.setProperty('left', `${made++}px`)
    },
    newSheet() {
      if (random(3) === 0) sheet().textContent = `.c${random(5)} { left: ${made++}px; } p { margin: 0px; }`
      if (random(6) === 0)
        document.head.append(Object.assign(document.createElement('style'), { textContent: 'b { color: red; }' }))
    },
    adopt() {
      if (random(4)) return
      const constructed = new CSSStyleSheet()
      constructed.replaceSync(`i { top: ${made++}px; }`)
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, constructed].slice(-2)
    },
    input() {
      const field = document.querySelector(pick(['#field', '#area']))
      field.value = `typed ${made++}`
      field.dispatchEvent(new Event('input', { bubbles: true }))
    },
    check() {
      const box = document.querySelector('#box')
      box.checked = !box.checked
      box.dispatchEvent(new Event('input', { bubbles: true }))
    },
    shadow() {
      if (random(8) || roots.length > 4) return
      const host = document.createElement('div')
      host.className = 'host'
      const root = host.attachShadow({ mode: 'open' })
      root.append(make(document), make(document))
      body.append(host)
      roots.push(root)
    },
    snapshot() {
      if (random(60) === 0) rrweb.record.takeFullSnapshot()
    },
  }
  const turn = () => new Promise((resolve) => setTimeout(resolve, 0))
  const looks = []
  for (let round = 0; round < rounds; round++) {
    for (let change = random(12); change >= 0; change--) {
      changes[pick(Object.keys(changes))]()
      if (random(3) === 0) await turn()
    }
    if (round % 5 === 0) {
      const to = 10 + random(90)
      const scroller = document.querySelector('#scroller')
      const isNew = scroller.scrollTop !== to
      scroller.scrollTop = to
      const seen = events.length
      while (isNew && !events.slice(seen).some(({ type, data }) => type === 3 && data.source === 3 && data.y === to))
        await turn()
    }
    await turn()
    await turn()
    const at = Date.now() + 1
    looks.push({ at, look: globalThis.look(document) })
    while (Date.now() <= at) await turn()
  }
  return { events, looks }
}
