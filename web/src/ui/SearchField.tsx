import { useEffect, useRef, useState } from 'react'
import { Button } from './Button.tsx'
import { Glyph } from './Glyph.tsx'
import { IconSearch, IconX } from './icons.ts'
import styles from './SearchField.module.css'
import { useUiWords } from './words.ts'

const PAUSE_MS = 200

type Props = { name: string; value: string; maxLength: number; onSearch: (text: string) => void }

/** A search that starts by itself when the typing pauses, and at once on Enter or when the field is left. */
export const SearchField = ({ name, value, maxLength, onSearch }: Props) => {
  const words = useUiWords()
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  const timer = useRef(0)
  if (known !== value) {
    setKnown(value)
    if (text.trim() !== value) setText(value)
  }
  useEffect(() => () => clearTimeout(timer.current), [])

  const search = (next: string, ms: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = window.setTimeout(() => {
      timer.current = 0
      onSearch(next.trim())
    }, ms)
  }
  // Whoever goes on to a result takes the search along: later it would lead back from where they went.
  const leave = () => {
    if (timer.current === 0) return
    clearTimeout(timer.current)
    timer.current = 0
    onSearch(text.trim())
  }
  return (
    <search className={styles['search']}>
      <span className={styles['glass']}>
        <Glyph icon={IconSearch} />
      </span>
      <input
        type="search"
        className={styles['input']}
        aria-label={name}
        placeholder={name}
        value={text}
        maxLength={maxLength}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => search(event.target.value, PAUSE_MS)}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.nativeEvent.isComposing) search(text, 0)
          if (event.key === 'Escape' && text) search('', 0)
        }}
      />
      {text && (
        <span className={styles['clear']}>
          <Button small look="quiet" icon={IconX} name={words.clear} onClick={() => search('', 0)} />
        </span>
      )}
    </search>
  )
}
