import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Products1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE product (id int PRIMARY KEY, name text NOT NULL)');
    await runner.query("INSERT INTO product VALUES (1, 'apple'), (2, 'pear'), (3, 'quince')");
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE product');
  }
}
