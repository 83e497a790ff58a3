def page(document, documents):
    return "<html></html>"
