import { projectFromStackFolder, stateFile, type StackName } from './names';

/** What begins the names of all states, so that two projects can keep theirs in one place. */
interface WithPrefix {
  /** a-z, 0-9 and `-`. @default `dbvault` */
  readonly prefix?: string;
}

/** A PostgreSQL that `PG_CONN_STR` in the environment names, with a schema for each stack. */
export type PgStateProps = WithPrefix;

/** An S3 bucket with an object for each stack, and a lock file beside it. Credentials come from `AWS_…`. */
export interface S3StateProps extends WithPrefix {
  readonly bucket: string;
  readonly region: string;
}

/** HCP Terraform, or Terraform Enterprise, with a workspace for each stack. Its token comes from `TF_TOKEN_…`. */
export interface HcpStateProps extends WithPrefix {
  readonly organization: string;
  /** @default `app.terraform.io` */
  readonly hostname?: string;
}

/** Where Terraform keeps what it knows, with a lock: one of them. */
export interface StateProps {
  readonly pg?: PgStateProps;
  readonly s3?: S3StateProps;
  readonly hcp?: HcpStateProps;
}

/** The part of a stack's `terraform` block that says where its state is. */
export type StateBlock =
  | { readonly backend: Readonly<Record<string, Readonly<Record<string, unknown>>>> }
  | { readonly cloud: Readonly<Record<string, unknown>> };

interface WithState {
  readonly name: string;
  readonly state: StateProps | undefined;
}

/** Where a stack's state is. No secret is in it: Terraform takes those from the environment. */
export function stateBlock({ name, state }: WithState, stack: StackName): StateBlock {
  if (state?.pg !== undefined) return { backend: { pg: { schema_name: stateName(name, state.pg, stack) } } };
  if (state?.s3 !== undefined) return { backend: { s3: s3Block(name, state.s3, stack) } };
  if (state?.hcp !== undefined) return { cloud: hcpBlock(name, state.hcp, stack) };
  // Relative, so that the synthesized JSON is the same in every folder: cdktf's default embeds an absolute path.
  return { backend: { local: { path: `${projectFromStackFolder}/${stateFile(name, stack)}` } } };
}

function s3Block(name: string, { bucket, region, prefix }: S3StateProps, stack: StackName) {
  const key = `${prefixOf({ prefix })}/${name}/${stack}.tfstate`;
  return { bucket, region, key, encrypt: true, use_lockfile: true };
}

function hcpBlock(name: string, { organization, hostname, ...props }: HcpStateProps, stack: StackName) {
  return {
    organization,
    hostname: hostname ?? 'app.terraform.io',
    workspaces: { name: stateName(name, props, stack) },
  };
}

/** A schema's or a workspace's. */
export function stateName(
  deployment: string,
  props: { readonly prefix?: string | undefined },
  stack: StackName,
): string {
  return `${prefixOf(props)}-${deployment}-${stack}`;
}

function prefixOf({ prefix }: { readonly prefix?: string | undefined }): string {
  return prefix ?? 'dbvault';
}
