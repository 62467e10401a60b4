import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity()
export class Product {
  @PrimaryColumn('int')
  id!: number;

  @Column('text')
  name!: string;
}
