//! A hostile or broken bundle is refused here, once, so that nothing later has to wonder.
