import {
  failures,
  type Fields,
  flag,
  ids,
  list,
  number,
  object,
  type Operation,
  text,
  token,
  whole,
} from '../shapes.ts'
import { paging, read } from './common.ts'

export const listDataServiceInstancesDetail = read('ListDataServiceInstancesDetail', '/instances', {
  source: 'sdk',
  query: { ...paging, name: text, create_user: text },
  body: {
    total: whole,
    instances: list(
      object({
        id: text,
        name: text,
        description: text,
        external_address: text,
        intranet_address: text,
        intranet_address_ipv6: text,
        public_zone_id: text,
        public_zone_name: text,
        private_zone_id: text,
        private_zone_name: text,
        enterprise_project_id: text,
        create_time: whole,
        create_user: text,
        current_namespace_publish_api_num: whole,
        all_namespace_publish_api_num: whole,
        api_publishable_num: whole,
        deletable: flag,
        charge_status: text,
        order_id: text,
        order_type: text,
        period_type: text,
        instance_status: text,
        node_num: whole,
        flavor: object({ id: text, name: text, disk: whole, cpu: whole, mem: whole }),
        gateway_version: text,
        availability_zone: text,
        availability_zone_name: text,
        vpc_id: text,
        subnet_id: text,
        security_group_id: text,
        nodes: list(
          object({
            id: text,
            name: text,
            private_ip: text,
            status: text,
            create_user: text,
            create_time: text,
            gateway_version: text,
          }),
        ),
      }),
    ),
  },
})

/** Page "Obtaining the Reviewer List"; no file and no SDK describes it. The total is a text. */
export const listDataServiceApprovers = read('ListDataServiceApprovers', '/authorizeapply/approver', {
  source: 'file',
  query: { page: { type: 'integer' }, size: { type: 'integer' }, approver_name: text },
  body: {
    total_records: text,
    size: whole,
    total_pages: whole,
    approvers: list(
      object({
        id: text,
        approver_name: text,
        user_id: text,
        user_name: text,
        email: text,
        phone_number: text,
        department: text,
        description: text,
        character: text,
        create_by: text,
        create_time: whole,
        app_name: text,
        topic_urn: text,
        template_id: text,
        project_id: text,
        approver_type: whole,
      }),
    ),
  },
})

/** Look-ups of the management centre: they know no workspace yet. */
const lookUp = ([name, path]: [string, string], pathParams: readonly string[], body: Fields): Operation => ({
  name,
  method: 'get',
  path: `/v1/{project_id}${path}`,
  pathParams: ids(...pathParams),
  query: paging,
  headers: token,
  body: null,
  answers: { 200: { body }, ...failures([400, 500]) },
})

/** Page "Obtaining the Instance List": instances as the orders that they were bought by. */
export const listDataArtsStudioInstances = lookUp(['ListDataArtsStudioInstances', '/instances'], [], {
  billing_check: flag,
  count: whole,
  commodity_orders: list(
    object({
      project_id: text,
      order_id: text,
      region_id: text,
      resource_id: text,
      resource_name: text,
      subscription_id: text,
      resource_type: text,
      resource_spec_code: text,
      product_id: text,
      order_type: text,
      charge_type: text,
      is_auto_renew: whole,
      status: whole,
      vpc_id: text,
      net_id: text,
      security_group_id: text,
      availability_zone: text,
      eps_id: text,
      effective_time: number,
      expire_days: text,
      expire_time: number,
      create_user: text,
      create_time: number,
      work_space_mode: text,
    }),
  ),
})

/** Page "Obtaining the Workspace List"; `count` is said to be the number of users of the workspace. */
export const listManagerWorkSpaces = lookUp(['ListManagerWorkSpaces', '/workspaces/{instance_id}'], ['instance_id'], {
  count: whole,
  total_page: whole,
  data: list(
    object({
      bad_record_location_name: text,
      description: text,
      eps_id: text,
      job_log_location_name: text,
      name: text,
      id: text,
      is_default: whole,
      owner_name: text,
      project_id: text,
      domain_id: text,
      instance_id: text,
      create_time: number,
      create_user: text,
      member_num: whole,
      update_time: number,
      update_user: text,
    }),
  ),
})
