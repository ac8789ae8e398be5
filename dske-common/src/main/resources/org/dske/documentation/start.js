// Absolute, because Swagger UI takes the document's relative server URL to be relative to this.
const documentUrl = new URL("../openapi.yaml", document.baseURI);
document.title = "dske " + documentUrl.pathname.split("/").slice(-2, -1);

SwaggerUIBundle({
  url: documentUrl.href,
  dom_id: "#swagger-ui",
  deepLinking: true,
  tryItOutEnabled: true,
  // No validator on the internet.
  validatorUrl: null,
});
