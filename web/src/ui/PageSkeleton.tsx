import { Page } from './Page.tsx'
import { Skeleton } from './Skeleton.tsx'

/** The outline of a page that is on its way. */
export const PageSkeleton = () => (
  <Page>
    <Skeleton width={180} />
    <Skeleton width={320} />
    <Skeleton width="100%" />
  </Page>
)
