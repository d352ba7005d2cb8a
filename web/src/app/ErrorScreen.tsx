import { Component, type ReactNode } from 'react'
import { useWords } from '../lib/words.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconAlertTriangle } from '../ui/icons.ts'

const Broken = () => {
  const { t } = useWords()
  return (
    <EmptyState
      page
      icon={IconAlertTriangle}
      title={t('shell.broken')}
      action={
        <Button look="primary" onClick={() => location.reload()}>
          {t('shell.reload')}
        </Button>
      }
    >
      {t('shell.brokenText')}
    </EmptyState>
  )
}

type Props = { children: ReactNode }

/** Catches a page that broke while it was drawn. */
export class ErrorScreen extends Component<Props, { broken: boolean }> {
  override state = { broken: false }
  static getDerivedStateFromError() {
    return { broken: true }
  }
  override render() {
    return this.state.broken ? <Broken /> : this.props.children
  }
}
