# Owned by catalog.

variable "region" {
  type = string
}

module "service" {
  source = "../../../../modules/service"

  name      = "catalog-search-dev-${var.region}"
  image     = "registry.northstar.example/catalog-search:1.4.2"
  instances = 1
}

output "address" {
  value = module.service.address
}
