/** The least that makes a user: no group and no limit. Vault drops it in its own way. */
export const leastSql = `CREATE ROLE "{{name}}" WITH LOGIN PASSWORD '{{password}}' VALID UNTIL '{{expiration}}';`;

/** As the flow by hand has it: each user is granted what it may read. */
export const grantSql = `${leastSql} GRANT SELECT ON ALL TABLES IN SCHEMA public TO "{{name}}";`;
