import { enScreens } from './en-screens.ts'

/** Everything the product says, in English; the other languages are checked against it. */
export const en = {
  ...enScreens,
  ui: {
    close: 'Close',
    cancel: 'Cancel',
    copy: 'Copy',
    copied: 'Copied',
    clear: 'Clear',
    retry: 'Try again',
    columns: 'Columns',
    density: 'Row height',
    comfortable: 'Comfortable',
    compact: 'Compact',
    noRoom: 'No room right now; choose it to scroll sideways',
    selectAll: 'Select all rows that are loaded',
    select: 'Select {{name}}',
    show: 'Show',
    hide: 'Hide',
  },
  problem: {
    'bad-input': {
      title: 'Something in the input is not right',
      advice: 'Correct what is marked and send it again.',
    },
    'key-missing': {
      title: 'The request was incomplete',
      advice: 'Reload the page and try again.',
    },
    'wrong-credentials': {
      title: 'E-mail or password is wrong',
      advice: 'Check both and try again. An admin can set up the account anew.',
    },
    'not-signed-in': {
      title: 'You are signed out',
      advice: 'Sign in again; the page comes back as it was.',
    },
    'not-allowed': {
      title: 'You may not do this',
      advice: 'An admin can give you the role that is needed.',
    },
    'cross-site': {
      title: 'The request did not come from this page',
      advice: 'Open the desk under its own address and try again.',
    },
    'own-app': {
      title: 'You own this app',
      advice: 'Nobody gives access to an app of their own. Another reviewer of this API can switch it on.',
    },
    'wrong-code': {
      title: 'The one-time code is wrong',
      advice: 'Take the newest code from the console on which the desk was started.',
    },
    'not-found': {
      title: 'It does not exist, or not any more',
      advice: 'It may have been removed in the cloud. Go back to the list and look again.',
    },
    'no-such-route': {
      title: 'The desk does not know this request',
      advice: 'Reload the page: it may be older than the desk.',
    },
    'method-not-allowed': {
      title: 'The desk does not know this request',
      advice: 'Reload the page: it may be older than the desk.',
    },
    'key-busy': {
      title: 'The same request is still under way',
      advice: 'Wait a moment; its outcome will show here.',
    },
    'already-there': {
      title: 'It is there already',
      advice: 'Nothing was changed.',
    },
    'last-admin': {
      title: 'This is the last admin',
      advice: 'Make somebody else an admin first.',
    },
    'api-exists': {
      title: 'This service has an API already',
      advice: 'Refresh the service to see it.',
    },
    'not-possible': {
      title: 'This is not possible now',
      advice: 'The row says why.',
    },
    stale: {
      title: 'It was changed meanwhile',
      advice: 'Look at what it is now, then decide again.',
    },
    'too-large': {
      title: 'That is too much at once',
      advice: 'Do it in smaller parts.',
    },
    'not-json': {
      title: 'The request was not understood',
      advice: 'Reload the page and try again.',
    },
    'key-reused': {
      title: 'The request was mixed up with another one',
      advice: 'Reload the page and try again.',
    },
    'version-missing': {
      title: 'The request was incomplete',
      advice: 'Reload the page and try again.',
    },
    'too-many': {
      title: 'Too many tries',
      advice: 'Wait a minute, then try again.',
    },
    internal: {
      title: 'The desk made a mistake',
      advice: 'Nothing was half done. Tell the people who run the desk the reference number.',
    },
    'cloud-refused': {
      title: 'The cloud refused to answer this',
      advice: 'What it said is shown here. An admin can check the connection and its rights.',
    },
    'cloud-rubbish': {
      title: 'The cloud answered something that nobody understands',
      advice: 'Try again; if it stays so, the address of the connection may be wrong.',
    },
    'cloud-unreachable': {
      title: 'The cloud cannot be reached',
      advice: 'What was read last stays visible in the lists. Try again in a moment.',
    },
    'cloud-throttled': {
      title: 'The cloud asks for a pause',
      advice: 'Too many requests were sent to it. Try again in a moment.',
    },
    unavailable: {
      title: 'The desk is not ready',
      advice: 'It is starting or its storage does not answer. Try again in a moment.',
    },
    unreached: {
      title: 'No answer came',
      advice: 'Check your network. Whether a change arrived shows after reloading.',
    },
    garbled: {
      title: 'The answer was not understood',
      advice: 'Reload the page: it may be older than the desk.',
    },
    reference: 'Reference {{id}}',
    retryIn_one: 'Again in {{count}} second at the earliest',
    retryIn_other: 'Again in {{count}} seconds at the earliest',
  },
  whyNot: {
    'not-reviewer': 'You do not review this API',
    'own-app': 'You own this app: another reviewer has to switch it on',
    'auth-type': 'This API has no app authentication',
    'no-identity': 'No identity of this connection may do this',
    'creator-differs':
      'The app was created by another cloud user than the service, and no identity of this connection is both',
    'app-gone': 'The app is no longer in the cloud',
    'api-gone': 'The API is no longer in the cloud',
    'service-gone': 'The service is no longer in the cloud',
    'in-progress': 'A change is under way',
    'api-exists': 'This service has an API already',
    'not-admin': 'Only an admin may do this',
  },
  cloud: {
    says: 'The cloud says:',
    happened: 'What happened:',
    request: 'request {{id}}',
    copy: 'Copy the cloud’s answer',
    advice: {
      refused: 'Ask whoever runs the service in the cloud, with the request id; then switch again.',
      rights:
        'The cloud user of the connection lacks a right. An admin can check the rights of its identities, then switch again.',
      missing: 'The app or the API is gone from the cloud. Refresh the list.',
      creator:
        'The app was probably created by another cloud user than the service. Ask its owner to create it anew under the service account.',
      pause: 'The cloud is busy. Switch again in a moment.',
    },
  },
  rule: {
    required: 'Please fill this in',
    too_small: 'This is too short',
    too_big: 'This is too long',
    invalid_format: 'This does not look right',
    other: 'This cannot be taken as it is',
    password: 'At least {{count}} characters',
  },
} as const
