/** Text that Terraform must take as it stands: in its strings `${` and `%{` begin a template. */
export function literal(text: string): string {
  return text.replace(/[$%](?=\{)/g, (sign) => sign + sign);
}
