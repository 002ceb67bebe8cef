# Rooms as libraries, found by folder.

set(JANGTEO_BELOW_SERVICES kernel contracts runtime platform boot gateway)

# jangteo_room(<name> FOLDER <folder> [WITHOUT <file>...] [LINK <library>...])
# A room is a static library, or an interface library as long as it has only headers (or nothing).
function(jangteo_room name)
    cmake_parse_arguments(PARSE_ARGV 1 room "" "FOLDER" "WITHOUT;LINK")
    set(target jangteo_${name})
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${room_FOLDER}/*.cpp")
    foreach(file IN LISTS room_WITHOUT)
        list(REMOVE_ITEM sources "${CMAKE_SOURCE_DIR}/${file}")
    endforeach()
    jangteo_has_migrations("${room_FOLDER}" has_migrations)
    if(sources OR has_migrations OR name STREQUAL "boot")
        add_library(${target} STATIC ${sources})
        set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX)
        set(scope PUBLIC)
    else()
        add_library(${target} INTERFACE)
        set(scope INTERFACE)
    endif()
    target_include_directories(${target} ${scope} "${CMAKE_SOURCE_DIR}/src")
    if(name STREQUAL "sandbox")
        target_include_directories(${target} ${scope} "${CMAKE_SOURCE_DIR}")
    endif()
    target_link_libraries(${target} ${scope} ${room_LINK})
endfunction()

# One library per brand: each folder of src/platform. Sets JANGTEO_PLATFORMS.
function(jangteo_platform_rooms)
    jangteo_folders(src/platform brands)
    set(all "")
    foreach(brand IN LISTS brands)
        jangteo_room(platform_${brand} FOLDER src/platform/${brand}
            LINK jangteo_runtime jangteo_kernel ${JANGTEO_BRAND_${brand}})
        list(APPEND all jangteo_platform_${brand})
    endforeach()
    set(JANGTEO_PLATFORMS "${all}" PARENT_SCOPE)
endfunction()

# One library per service: each folder of src/ that is not listed above. Sets JANGTEO_SERVICES.
function(jangteo_service_rooms)
    jangteo_folders(src services)
    list(REMOVE_ITEM services ${JANGTEO_BELOW_SERVICES})
    set(all "")
    foreach(service IN LISTS services)
        jangteo_room(${service} FOLDER src/${service}
            LINK jangteo_runtime jangteo_contracts jangteo_kernel ${JANGTEO_PLATFORMS})
        jangteo_migrations(${service} FOLDER src/${service}/out/migrations NAMESPACE jangteo::${service})
        list(APPEND all jangteo_${service})
    endforeach()
    set(JANGTEO_SERVICES "${all}" PARENT_SCOPE)
endfunction()

# The program exists from the day its main file does.
function(jangteo_program name)
    cmake_parse_arguments(PARSE_ARGV 1 program "" "MAIN" "LINK")
    if(NOT EXISTS "${CMAKE_SOURCE_DIR}/${program_MAIN}")
        message(STATUS "No ${program_MAIN} yet: ${name} is not built")
        return()
    endif()
    add_executable(${name} "${CMAKE_SOURCE_DIR}/${program_MAIN}")
    target_link_libraries(${name} PRIVATE jangteo_allocator jangteo_sanitized ${program_LINK})
endfunction()

# The names of the folders in a folder. Watching the files below makes CMake run again for new ones.
function(jangteo_folders parent result)
    file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/${parent}"
        "${CMAKE_SOURCE_DIR}/${parent}/*.hpp" "${CMAKE_SOURCE_DIR}/${parent}/*.cpp"
        "${CMAKE_SOURCE_DIR}/${parent}/*.sql")
    set(names "")
    foreach(file IN LISTS files)
        if(file MATCHES "^([^/]+)/")
            list(APPEND names "${CMAKE_MATCH_1}")
        endif()
    endforeach()
    list(REMOVE_DUPLICATES names)
    list(SORT names)
    set(${result} "${names}" PARENT_SCOPE)
endfunction()
