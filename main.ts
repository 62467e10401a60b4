import { App } from 'cdktf';
import { Access } from './constructs/access';
import { Containers } from './constructs/containers';
import { Database } from './constructs/database';
import { chosenDeployment, loadDeployment } from './deployments/load';

const deployment = loadDeployment(chosenDeployment());
const app = new App({ stackTraces: false });

new Containers(app, deployment);
new Access(app, deployment);
for (const connection of deployment.connections) new Database(app, deployment, connection);

app.synth();
