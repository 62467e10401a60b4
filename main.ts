import { App } from 'cdktf';
import { Access } from './constructs/access';
import { Containers } from './constructs/containers';
import { Database } from './constructs/database';
import { loadDeployment } from './deployments/load';

const deployment = loadDeployment();
const app = new App();

new Containers(app, deployment);
new Access(app, deployment);
new Database(app, deployment);

app.synth();
