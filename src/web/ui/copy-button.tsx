import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

/** Copies a text; shows a tick for a moment. `label` names what is copied. */
export function CopyButton({
  text,
  label,
  withWord,
  className,
}: {
  text: string
  label: string
  withWord?: string
  className?: string
}) {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return
    const timer = setTimeout(() => setCopied(false), 1500)
    return () => clearTimeout(timer)
  }, [copied])
  const copy = () => {
    writeClipboard(text).then(setCopied, () => setCopied(false))
  }
  const icon = <Icon of={copied ? Check : Copy} size={14} className={copied ? 'text-ok' : undefined} />
  if (withWord)
    return (
      <Button size="small" className={className} onClick={copy} aria-label={label}>
        {icon} {copied ? 'Copied' : withWord}
      </Button>
    )
  return (
    <IconButton label={copied ? 'Copied' : label} className={className} onClick={copy}>
      {icon}
    </IconButton>
  )
}

/** Plain http on another machine's address has no clipboard API; the old command works there. */
async function writeClipboard(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text)
    return true
  }
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'fixed opacity-0'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
