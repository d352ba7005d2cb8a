import '@fontsource-variable/inter/wght.css'
import './ui/tokens.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App.tsx'
import { preloadPlace } from './app/preload.ts'
import { startWords } from './lib/words.ts'

const root = document.getElementById('root')
if (!root) throw new Error('the page has no root')

preloadPlace(location.pathname)
void startWords().then(() => createRoot(root).render(<App />))
