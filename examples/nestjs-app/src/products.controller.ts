import { Controller, Get } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { credentials } from './database';
import { Product } from './product.entity';

@Controller('products')
export class ProductsController {
  constructor(@InjectRepository(Product) private readonly products: Repository<Product>) {}

  /** `readAs` is there to watch the rotation; an application of yours says nothing of the kind. */
  @Get()
  async list() {
    return {
      readAs: credentials.state.username,
      products: await this.products.find({ order: { id: 'ASC' } }),
    };
  }
}
