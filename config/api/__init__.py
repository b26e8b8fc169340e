"""The ground of the REST interface: how a request is read, admitted and answered, whatever it is about."""
