import type { Node } from 'libpg-query';
import { defaultGrantsOf, grantsOf, membershipsOf, type Grant } from './grants';
import { LedgerKeeper, type Ledger } from './ledger';
import { opaqueWords } from './opaque';
import { users } from './privilege';
import { subjectNamed, subjectOf, subjectsOf } from './read-names';
import { attributesOf, beginningsOf } from './role-attributes';
import { Settings } from './settings';
import type { Statement } from './statement';

/** Statements of one attribute of a resource. */
export interface Source {
  readonly attribute: string;
  readonly statements: readonly Statement[];
}

/** A statement that nobody can judge. */
export interface Opaque {
  readonly canonical: string;
  /** Such as `a DO block`. */
  readonly words: string;
  readonly source: string;
}

/** What statements do, one after the other. */
export interface Effects {
  readonly ledger: Ledger;
  readonly settings: Settings;
  readonly opaque: readonly Opaque[];
}

/** Works out what statements come to, in the order in which they run. */
export function effectsOf(sources: readonly Source[]): Effects {
  const reader = new Reader();
  for (const { attribute, statements } of sources)
    for (const statement of statements) reader.take(statement, attribute);
  return reader;
}

class Reader implements Effects {
  readonly ledger = new LedgerKeeper();
  readonly settings = new Settings();
  readonly opaque: Opaque[] = [];

  take({ node, canonical }: Statement, source: string): void {
    const changes = node === undefined ? undefined : this.read(node);
    if (changes === undefined) {
      const words = opaqueWords(node);
      if (words !== undefined) this.opaque.push({ canonical, words, source });
      return;
    }
    for (const { gives, privilege } of changes)
      if (gives) this.ledger.give({ privilege, source });
      else this.ledger.take({ privilege, source });
  }

  /** Undefined where the statement is of another kind. */
  private read(node: Node): readonly Grant[] | undefined {
    if ('CreateRoleStmt' in node) {
      const { role = '', options, stmt_type } = node.CreateRoleStmt;
      const subject = subjectNamed(role);
      this.ledger.make(subject);
      return [...beginningsOf(subject, stmt_type === 'ROLESTMT_USER'), ...attributesOf(subject, options)];
    }
    if ('AlterRoleStmt' in node) {
      const { role = {}, options, action } = node.AlterRoleStmt;
      return attributesOf(subjectOf(role), options, action !== -1);
    }
    if ('DropRoleStmt' in node) {
      if (subjectsOf(node.DropRoleStmt.roles).some((subject) => subject !== users)) return undefined;
      this.ledger.drop(users);
      return [];
    }
    if ('GrantStmt' in node) return grantsOf(node.GrantStmt, this.settings.schema);
    if ('GrantRoleStmt' in node) return membershipsOf(node.GrantRoleStmt);
    if ('AlterDefaultPrivilegesStmt' in node) return defaultGrantsOf(node.AlterDefaultPrivilegesStmt);
    if ('AlterRoleSetStmt' in node) return this.settings.ofRole(node.AlterRoleSetStmt);
    if ('VariableSetStmt' in node) return this.settings.ofSession(node.VariableSetStmt);
    return undefined;
  }
}
