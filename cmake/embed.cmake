# Files that travel inside the programs: SQL migrations and the pages of Swagger UI.

function(jangteo_migration_files folder result)
    file(GLOB files CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.sql")
    list(SORT files)
    set(${result} "${files}" PARENT_SCOPE)
endfunction()

function(jangteo_has_migrations folder result)
    jangteo_migration_files(${folder}/migrations own)
    jangteo_migration_files(${folder}/out/migrations out)
    set(${result} "${own}${out}" PARENT_SCOPE)
endfunction()

# Turns <folder>/NNNN_name.sql into `const std::vector<runtime::Migration>& <namespace>::migrations()`.
function(jangteo_migrations name)
    cmake_parse_arguments(PARSE_ARGV 1 m "" "FOLDER;NAMESPACE" "")
    jangteo_migration_files("${m_FOLDER}" files)
    if(NOT files)
        return()
    endif()
    set(output "${CMAKE_BINARY_DIR}/generated/${name}_migrations.cpp")
    add_custom_command(OUTPUT "${output}"
        COMMAND Python3::Interpreter "${CMAKE_SOURCE_DIR}/tools/embed_migrations.py"
            --service ${name} --namespace ${m_NAMESPACE} --output "${output}" ${files}
        DEPENDS ${files} "${CMAKE_SOURCE_DIR}/tools/embed_migrations.py"
        COMMENT "Embedding the migrations of ${name}" VERBATIM)
    target_sources(jangteo_${name} PRIVATE "${output}")
endfunction()

# `jangteo::boot::swagger_ui_bundle_js()` and `swagger_ui_css()`. The assembler copies the bytes in,
# because a megabyte of C++ literal takes the compiler seconds.
function(jangteo_swagger_assets)
    set(folder "${CMAKE_BINARY_DIR}/generated/swagger-ui")
    set(JANGTEO_SWAGGER_UI "${folder}")
    set(assets "${folder}/swagger-ui-bundle.js" "${folder}/swagger-ui.css" "${folder}/LICENSE")
    add_custom_command(OUTPUT ${assets}
        COMMAND "${CMAKE_SOURCE_DIR}/tools/fetch_swagger_ui" "${folder}"
        DEPENDS "${CMAKE_SOURCE_DIR}/tools/fetch_swagger_ui" "${CMAKE_SOURCE_DIR}/tools/swagger_ui.txt"
        COMMENT "Fetching the pages of Swagger UI" VERBATIM)
    set(output "${CMAKE_BINARY_DIR}/generated/swagger_assets.cpp")
    configure_file("${CMAKE_SOURCE_DIR}/cmake/swagger_assets.cpp.in" "${output}" @ONLY)
    set_source_files_properties("${output}" PROPERTIES OBJECT_DEPENDS "${assets}")
    target_sources(jangteo_boot PRIVATE "${output}" ${assets})
endfunction()
