import { useEffect, useState } from 'react'
import { Button } from './Button.tsx'
import { IconCheck, IconCopy } from './icons.ts'
import { useUiWords } from './words.ts'

const SHOWN_MS = 1600

/** Copies a text and says that it did. */
export const CopyButton = ({ text, name }: { text: string; name?: string }) => {
  const words = useUiWords()
  const [done, setDone] = useState(false)
  useEffect(() => {
    if (!done) return
    const timer = setTimeout(() => setDone(false), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [done])
  const copy = async () => {
    await navigator.clipboard.writeText(text)
    setDone(true)
  }
  return (
    <>
      <Button
        small
        look="quiet"
        icon={done ? IconCheck : IconCopy}
        name={name ?? words.copy}
        onClick={(event) => {
          event.stopPropagation()
          void copy()
        }}
      />
      <output className="visually-hidden">{done ? words.copied : ''}</output>
    </>
  )
}
