import type { StoryApp } from './story.ts'

/** Who calls the services in Hong Kong. */
export const southeastApps: StoryApp[] = [
  {
    key: 'partner-hub',
    name: 'partner-hub',
    team: 'asia',
    uses: ['identity', 'policy', 'distribution', 'travel'],
    remark: 'All partners of the region',
  },
  {
    key: 'airline-a',
    name: 'airline-checkout',
    team: 'asia',
    uses: ['travel', 'policy'],
    remark: 'Sells travel cover with the ticket',
  },
  { key: 'ota-b', name: '旅行平台', team: 'asia', uses: ['travel', 'policy'] },
  {
    key: 'bank-channel',
    name: '银行渠道',
    team: 'asia',
    uses: ['identity', 'policy', 'distribution'],
    remark: '银保合作',
  },
  { key: 'broker-hk', name: 'broker-hk', team: 'asia', uses: ['distribution', 'policy'] },
  { key: 'broker-sg', name: 'broker-sg', team: 'asia', uses: ['distribution', 'policy', 'identity'] },
  { key: 'agent-tablet', name: '代理人平板', team: 'asia', uses: ['distribution', 'identity', 'policy'] },
  { key: 'onboarding', name: 'customer-onboarding', team: 'asia', uses: ['identity'] },
  { key: 'wallet', name: 'e-wallet', team: 'asia', uses: ['identity', 'travel'] },
  { key: 'health-app', name: '健康管理App', team: 'asia', uses: ['health', 'policy'] },
  { key: 'clinic-terminal', name: 'clinic-terminal', team: 'asia', uses: ['health', 'identity'] },
  { key: 'tpa', name: 'third-party-administrator', team: 'asia', uses: ['health', 'travel'] },
  { key: 'claims-hk', name: 'claims-hk', team: 'asia', uses: ['travel', 'health', 'policy'] },
  { key: 'compliance', name: '合规监测', team: 'asia', uses: ['identity', 'distribution'] },
  { key: 'premium-reminder', name: 'premium-reminder', team: 'asia', uses: ['policy'] },
  { key: 'statement-print', name: 'statement-print', team: 'asia', uses: ['policy'], type: 'APIC' },
  { key: 'asia-bi', name: 'asia-bi', team: 'asia', uses: ['travel', 'health', 'distribution', 'policy'] },
  { key: 'pilot-vn', name: 'pilot-việt-nam', team: 'asia', uses: ['identity'] },
  {
    key: 'zero-width',
    name: 'partner\u200b-hub',
    team: 'asia',
    uses: [],
    remark: 'Differs from partner-hub by a character that has no width.',
  },
  { key: 'call-back', name: 'partner-call-back', team: 'asia', uses: ['policy', 'distribution'] },
  { key: 'asia-sandbox', name: 'asia-sandbox', team: 'asia', uses: [] },

  { key: 'desk-hk', name: 'agent-desktop-hk', team: 'contact', uses: ['voice', 'dialogue'] },
  { key: 'hotline', name: '粤语热线', team: 'contact', uses: ['voice'] },
  { key: 'traveller-chat', name: 'traveller-chat', team: 'contact', uses: ['dialogue'] },
  { key: 'whatsapp', name: 'whatsapp-bot', team: 'contact', uses: ['dialogue'] },
  { key: 'subtitle', name: '会议字幕', team: 'contact', uses: ['voice', 'dialogue'] },

  { key: 'lab-sea', name: 'lab-notebooks-sea', team: 'lab', uses: ['lab'] },
]
