import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { TypeOrmModule } from '@nestjs/typeorm';
import { getDatabaseConfig } from './database';
import { HealthController } from './health.controller';
import { Product } from './product.entity';
import { ProductsController } from './products.controller';

@Module({
  imports: [
    TypeOrmModule.forRootAsync({ useFactory: getDatabaseConfig }),
    TypeOrmModule.forFeature([Product]),
    TerminusModule,
  ],
  controllers: [ProductsController, HealthController],
})
export class AppModule {}
