// A real OpenID Connect provider for the tests: prints its port, ends with its standard input.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import http from 'node:http';

const [, , folder, redirectUri] = process.argv;
const require = createRequire(`${folder}/`);
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')));

const server = http.createServer();
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address();
  const provider = new Provider(`http://127.0.0.1:${port}`, {
    clients: [
      { client_id: 'shelf', client_secret: 'a secret of two', redirect_uris: [redirectUri] },
      { client_id: 'public', token_endpoint_auth_method: 'none', redirect_uris: [redirectUri] },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username'], email: ['email'] },
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: { keys: ['tests'] },
    findAccount: (ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: `subject of ${id}`, name: `${id} Example`, preferred_username: `${id}@example.org` }),
    }),
  });
  server.on('request', provider.callback());
  console.log(port);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
