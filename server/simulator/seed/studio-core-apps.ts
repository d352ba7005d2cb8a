import type { StoryDataApp } from './studio-story.ts'

/** Who calls 核心数据. */
export const coreApps: StoryDataApp[] = [
  { key: 'crm', name: 'crm_frontend', says: 'Customer desk of all branches', uses: ['customer', 'policy'] },
  { key: 'call', name: 'call_center_popup', says: 'Shows who is calling', uses: ['customer', 'policy', 'claims'] },
  { key: 'app', name: '客户端App', says: '个人客户移动端', uses: ['policy', 'claims'] },
  { key: 'agent_pad', name: '代理人展业平台', uses: ['agent', 'policy', 'customer', 'reference'] },
  { key: 'bi', name: 'bi_cockpit', says: 'Cockpit of the board', uses: ['report', 'finance', 'agent'] },
  { key: 'actuary', name: 'actuarial_workbench', uses: ['claims', 'policy', 'report'] },
  { key: 'fraud', name: '反欺诈引擎', says: '理赔反欺诈', uses: ['risk', 'claims'] },
  { key: 'compliance', name: 'compliance_monitor', uses: ['risk', 'customer'] },
  { key: 'finance', name: '财务共享中心', uses: ['finance', 'claims'] },
  { key: 'reinsurance', name: 'reinsurance_settlement', uses: ['claims', 'finance'] },
  {
    key: 'renewal',
    name: 'renewal_campaigns',
    says: 'Letters and calls before a policy ends',
    uses: ['policy', 'customer'],
  },
  { key: 'garage', name: 'garage_portal', uses: ['claims', 'policy'] },
  { key: 'hospital', name: '医院直付', uses: ['claims', 'reference'] },
  { key: 'bank', name: 'bank_partner_gateway', uses: ['policy', 'reference'] },
  { key: 'hr', name: '人力资源', uses: ['agent'] },
  { key: 'data_lab', name: 'data_science_lab', says: 'Notebooks; asks for everything', uses: [] },
  { key: 'new_portal', name: 'new_customer_portal', says: '上线前', uses: [] },
  { key: 'chat', name: '智能客服', uses: ['customer', 'policy'], colleague: true },
  { key: 'mail', name: 'statement_mailer', uses: ['finance', 'policy'], colleague: true },
  { key: 'dlm_old', name: 'etl_export_2019', says: 'Older kind of app', uses: [], type: 'DLM' },
  { key: 'account', name: 'svc_data_caller', says: 'The one IAM app', uses: ['audit'], type: 'IAM' },
  {
    key: 'formula',
    name: '=HYPERLINK("http://example.com","claims")',
    says: '<script>alert(1)</script>',
    uses: ['reference'],
  },
  { key: 'shared_fx', name: 'treasury_desk', uses: ['shared'], edition: 'SHARED' },
]
