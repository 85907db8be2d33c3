"""Tables in a text: one model of rows, columns, headers and stubs, whatever form the table came in."""
