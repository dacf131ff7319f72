// esbuild puts the mode in: what is served says that it was built.
document.body.textContent = `Catalogue, ${process.env.NODE_ENV}`;
