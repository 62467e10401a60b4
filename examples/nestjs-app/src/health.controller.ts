import { Controller, Get } from '@nestjs/common';
import {
  HealthCheck,
  HealthCheckService,
  HealthIndicatorService,
  TypeOrmHealthIndicator,
} from '@nestjs/terminus';
import { credentials } from './database';

@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly indicator: HealthIndicatorService,
    private readonly database: TypeOrmHealthIndicator,
  ) {}

  /** Whether the process is to be restarted. Vault being away is no reason: another process would not start at all. */
  @Get('live')
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  /** Whether requests are to be sent here: false before the credentials run out, and true by itself. */
  @Get('ready')
  @HealthCheck()
  ready() {
    return this.health.check([() => this.hasCredentials(), () => this.database.pingCheck('database')]);
  }

  private hasCredentials() {
    const { ready, leaseSeconds, problem } = credentials.state;
    const check = this.indicator.check('credentials');
    return ready ? check.up({ leaseSeconds }) : check.down({ leaseSeconds, problem: problem?.code });
  }
}
