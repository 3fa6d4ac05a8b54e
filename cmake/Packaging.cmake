# What is installed beside the program, and the Debian package: `cpack -G DEB` in the build folder (packaging/README.md).
# The component "service" (systemd's units, the user, logrotate) goes into the package only, not into `cmake --install`.
set(packaging ${PROJECT_SOURCE_DIR}/packaging)

install(FILES config.example.json CHANGELOG.md README.md THIRD-PARTY.md TYPE DOC COMPONENT program)
install(DIRECTORY docs DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT program)
install(DIRECTORY packaging/cron packaging/logrotate packaging/systemd DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples COMPONENT program)
install(DIRECTORY packaging/prometheus DESTINATION ${CMAKE_INSTALL_DATADIR}/dsz-sync COMPONENT program)
install(DIRECTORY packaging/wordpress/dsz-sync-dashboard DESTINATION ${CMAKE_INSTALL_DATADIR}/dsz-sync/wordpress COMPONENT program)

set(in_package COMPONENT service EXCLUDE_FROM_ALL)
install(FILES ${packaging}/systemd/dsz-sync.service ${packaging}/systemd/dsz-sync.timer DESTINATION lib/systemd/system ${in_package})
install(FILES ${packaging}/systemd/dsz-sync.sysusers DESTINATION lib/sysusers.d RENAME dsz-sync.conf ${in_package})
install(FILES ${packaging}/systemd/dsz-sync.tmpfiles DESTINATION lib/tmpfiles.d RENAME dsz-sync.conf ${in_package})
install(FILES ${packaging}/logrotate/dsz-sync DESTINATION /etc/logrotate.d ${in_package})
install(FILES ${packaging}/completions/_dsz-sync DESTINATION share/zsh/vendor-completions ${in_package})  # where Debian's zsh looks
install(FILES ${packaging}/deb/copyright DESTINATION ${CMAKE_INSTALL_DOCDIR} ${in_package})

find_program(GZIP gzip)
if(GZIP)
  configure_file(${packaging}/deb/changelog.in deb/changelog @ONLY)
  execute_process(COMMAND ${GZIP} -9nc deb/changelog OUTPUT_FILE deb/changelog.gz WORKING_DIRECTORY ${PROJECT_BINARY_DIR})
  install(FILES ${PROJECT_BINARY_DIR}/deb/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR} ${in_package})
endif()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_CONTACT "dsz-sync maintainers <maintainers@dsz-sync.invalid>")
set(CPACK_SET_DESTDIR ON)
set(CPACK_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_COMPONENTS_ALL program service)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates, systemd | systemd-standalone-sysusers, systemd | systemd-standalone-tmpfiles")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "keeps a WooCommerce store's stock equal to Dropshipzone's")
set(CPACK_PACKAGE_DESCRIPTION "Reads the supplier's catalogue within its limits, reads the
store, shows the difference, guards against harm, writes only what differs,
and can undo what it wrote. Run by cron or by its systemd timer.")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA ${packaging}/deb/postinst ${packaging}/deb/prerm ${packaging}/deb/postrm ${packaging}/deb/conffiles)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
