package org.securechat.web;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** The administration interface, version 1. Its resources and providers are found by annotation. */
@ApplicationPath(AdminApplication.PATH)
public class AdminApplication extends Application {

  /** Of every resource, below the context root. */
  public static final String PATH = "/api/v1";
}
